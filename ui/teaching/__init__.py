"""The page Lesson, part by part: overview, a scene and its question, the end, and what a teacher sees."""
