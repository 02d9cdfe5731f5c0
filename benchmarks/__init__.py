"""What the program costs, each figure beside its floor taken in the same run."""
