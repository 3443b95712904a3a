"""What Amazon Chime knows and decides, free of moto and of HTTP."""
