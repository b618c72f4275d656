// applications
