// Enough of zxtest to check the syntax and the types of what exported tests say.
#pragma once
#include <zircon/syscalls.h>

#define TEST(suite, name) void suite##_##name()
#define ASSERT_OK(status) \
  if (zx_status_t status_ = (status); status_ != ZX_OK) return
#define EXPECT_STATUS(status, expected) (void)((status) == static_cast<zx_status_t>(expected))
#define EXPECT_EQ(left, right) (void)((left) == (right))
#define EXPECT_GE(left, right) (void)((left) >= (right))
#define EXPECT_LE(left, right) (void)((left) <= (right))
#define EXPECT_TRUE(condition) (void)static_cast<bool>(condition)
#define EXPECT_STREQ(left, right) (void)(static_cast<const char*>(left) == static_cast<const char*>(right))
#define EXPECT_BYTES_EQ(left, right, size) \
  (void)(static_cast<const void*>(left) == static_cast<const void*>(right) && (size) == size_t{0})
