// An empty file: it lets order.go declare functions of another package without a body.
