// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a call returns that can fail for a reason its caller must handle: the value, or an error told in words.
#pragma once

#include <QString>
#include <tl/expected.hpp>

namespace fluoroscope {

// `message` is one sentence for a person: what failed, where, and what to do about it.
struct Error {
    QString message;
};

template <typename T> using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> failure(QString message)
{
    return tl::unexpected(Error{std::move(message)});
}

} // namespace fluoroscope
