"""The demonstration's motions and suggestions."""
