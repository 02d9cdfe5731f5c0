"""One function per thing a person does at the desk."""
