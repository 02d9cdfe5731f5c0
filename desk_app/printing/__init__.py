"""Persian on paper: receipts, slips and the printers they go to."""
