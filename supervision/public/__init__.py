"""What everybody reads of supervision: what was released, and nothing else."""
