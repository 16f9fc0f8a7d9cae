using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Lotse.Adapters.Database.Mapping;

/// <summary>Times as whole milliseconds since 1970 in UTC.</summary>
public sealed class UnixMilliseconds() : ValueConverter<DateTimeOffset, long>(
    time => time.ToUnixTimeMilliseconds(),
    milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
