// The channels as the program's settings want them.
#pragma once

#include <memory>

#include "platform/config/outward.h"
#include "services/notification/channels/http_client.h"
#include "services/notification/domain/address_book.h"
#include "services/notification/domain/channel.h"

namespace hotline::notification {

// All throw std::invalid_argument for settings that are wrong, so that the program does not start:
// a channel that is half configured would lose letters in silence.

HttpClient MakeHttpClient(const config::Outward& outward);
// Null: the channel is off.
std::unique_ptr<Channel> MakeEmailChannel(const config::Outward& outward, AddressBook* addresses);
std::unique_ptr<Channel> MakeSmsChannel(const config::Outward& outward, AddressBook* addresses,
                                        const HttpClient* http);

}  // namespace hotline::notification
