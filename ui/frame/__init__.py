"""What stands around every page: navigation, sidebar, notices, sharing, presenting."""
