"""What follows: entropy, Faraday's limit, rules, conflicts."""
