"""One file per widget class; thin: traits, and calls into the rooms of the core."""
