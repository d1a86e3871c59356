// Stands before protobuf's own header in builds with ThreadSanitizer only (cmake/Toolchain.cmake).
//
// There the header gives MapFieldBase two more members, which Debian's libprotobuf, built without
// it, does not know of: every map field would be read at the wrong place. So the header must not
// see that ThreadSanitizer is on.
#pragma once
#pragma GCC system_header

#include <memory>

#pragma push_macro("__SANITIZE_THREAD__")
#undef __SANITIZE_THREAD__
#include_next <google/protobuf/map_field.h>
#pragma pop_macro("__SANITIZE_THREAD__")
