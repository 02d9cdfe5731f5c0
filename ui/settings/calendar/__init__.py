"""The editor of the working calendar: months, week, holidays, announced closures."""
