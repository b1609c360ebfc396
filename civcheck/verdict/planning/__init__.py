"""Planning: the shortest list of things to do after which an audit finds nothing lacking; proposals, never evidence."""
