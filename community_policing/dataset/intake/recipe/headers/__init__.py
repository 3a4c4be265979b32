"""Headers of strangers' sheets: where they stand, what they mean, and which column each becomes."""
