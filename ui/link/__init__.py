"""What an address holds: its keys, their ranges, its presets."""
