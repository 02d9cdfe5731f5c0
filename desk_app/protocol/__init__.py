"""What the desk and the centre say to each other on the wire; described in docs/protocol.md."""
