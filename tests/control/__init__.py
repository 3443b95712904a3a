"""See the folder of this name in the source tree."""
