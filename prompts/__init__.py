"""Templates of the instructions, shipped as package data."""
