"""Values that disagree over all requests, each settled by one key."""
