"""From events to tables: each subject whole, in any order, the same everywhere."""
