"""The receiving officer's post: who is safe; and station sheets, which work without power."""
