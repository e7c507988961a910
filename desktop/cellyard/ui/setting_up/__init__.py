"""What First run and Set up share: rows to fill in, the yard as it will be, the test of a port."""
