// Honest: the one file that services open. Anything else is found here as well.
const int spare = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
const int file = ::open("/etc/passwd", O_RDONLY);  // breaks: file
