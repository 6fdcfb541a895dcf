"""Files of fitted weights, written by the fitting scripts; none is edited by hand."""
