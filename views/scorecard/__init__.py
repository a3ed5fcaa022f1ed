"""What the page of one scorecard is made of."""
