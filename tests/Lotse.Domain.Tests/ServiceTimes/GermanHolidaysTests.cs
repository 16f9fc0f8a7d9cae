using Lotse.Domain.ServiceTimes;
using Xunit;

namespace Lotse.Domain.Tests.ServiceTimes;

public sealed class GermanHolidaysTests
{
    private const string Everywhere = "01-01 04-03 04-06 05-01 05-14 05-25 10-03 12-25 12-26";

    /// <summary>Typed from the calendar of 2026 (Easter on 5 April), beyond what holds everywhere.</summary>
    [Theory]
    [InlineData("BW", "01-06 06-04 11-01")]
    [InlineData("BY", "01-06 06-04 11-01")]
    [InlineData("BY-ASSUMPTION", "01-06 06-04 08-15 11-01")]
    [InlineData("BY-AUGSBURG", "01-06 06-04 08-08 08-15 11-01")]
    [InlineData("BE", "03-08")]
    [InlineData("BB", "04-05 05-24 10-31")]
    [InlineData("HB", "10-31")]
    [InlineData("HH", "10-31")]
    [InlineData("HE", "06-04")]
    [InlineData("MV", "03-08 10-31")]
    [InlineData("NI", "10-31")]
    [InlineData("NW", "06-04 11-01")]
    [InlineData("RP", "06-04 11-01")]
    [InlineData("SL", "06-04 08-15 11-01")]
    [InlineData("SN", "10-31 11-18")]
    [InlineData("SN-CORPUS", "06-04 10-31 11-18")]
    [InlineData("ST", "01-06 10-31")]
    [InlineData("SH", "10-31")]
    [InlineData("TH", "09-20 10-31")]
    [InlineData("TH-CORPUS", "06-04 09-20 10-31")]
    public void Knows_the_holidays_of_each_state(string place, string also)
    {
        var expected = $"{Everywhere} {also}".Split(' ').Order(StringComparer.Ordinal);
        Assert.Equal(expected, GermanHolidays.Of(place, 2026).Select(one => one.Day.ToString("MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Every_place_that_is_offered_is_tested_above() => Assert.Equal(20, GermanHolidays.Places.Count);

    [Theory]
    [InlineData("BE", 2020, 5, 8, true)]
    [InlineData("BE", 2025, 5, 8, true)]
    [InlineData("BE", 2026, 5, 8, false)]
    [InlineData("BB", 2025, 5, 8, false)]
    [InlineData("BE", 2028, 6, 17, true)]
    [InlineData("BE", 2018, 3, 8, false)]
    [InlineData("MV", 2022, 3, 8, false)]
    [InlineData("TH", 2018, 9, 20, false)]
    [InlineData("NW", 2017, 10, 31, true)]
    [InlineData("HH", 2016, 10, 31, false)]
    [InlineData("SN", 2016, 10, 31, true)]
    [InlineData("SN", 2023, 11, 22, true)]
    [InlineData("SN", 2028, 11, 22, true)]
    [InlineData("SN", 2022, 11, 16, true)]
    public void Laws_hold_from_when_they_do(string place, int year, int month, int day, bool closed) =>
        Assert.Equal(closed, GermanHolidays.Of(place, year).Any(one => one.Day == new DateOnly(year, month, day)));

    [Theory]
    [InlineData(2008, 3, 23)]
    [InlineData(2011, 4, 24)]
    [InlineData(2019, 4, 21)]
    [InlineData(2024, 3, 31)]
    [InlineData(2025, 4, 20)]
    [InlineData(2027, 3, 28)]
    [InlineData(2030, 4, 21)]
    [InlineData(2038, 4, 25)]
    [InlineData(1818, 3, 22)]
    [InlineData(2049, 4, 18)]
    [InlineData(2076, 4, 19)]
    public void Easter_is_when_it_is(int year, int month, int day) => Assert.Equal(new DateOnly(year, month, day), GermanHolidays.Easter(year));
}
