"""The values that travel between the rooms: frozen, plain Python, wrong ones cannot be built."""
