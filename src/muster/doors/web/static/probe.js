// A worker that does nothing: whether a browser lets it in shows the tier.
