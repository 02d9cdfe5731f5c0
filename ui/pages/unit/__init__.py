"""The queue of a unit, where its experts begin and end their day."""
