"""What happens inside one graph: its neighbourhoods, its spectrum, its monitors."""
