"""The page Training, part by part."""
