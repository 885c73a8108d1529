#pragma once
#include <zircon/syscalls.h>

extern "C" zx_handle_t zx_job_default(void);
