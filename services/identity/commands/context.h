// What every command of this service works with. All pointers outlive the commands.
#pragma once

#include "platform/crypto/crypto.h"
#include "platform/crypto/field_cipher.h"
#include "platform/events/command.h"
#include "services/identity/store/users.h"

namespace hotline::identity {

struct Context {
  events::Commands* commands = nullptr;
  crypto::PasswordHasher* hasher = nullptr;
  UserStore users;
};

}  // namespace hotline::identity
