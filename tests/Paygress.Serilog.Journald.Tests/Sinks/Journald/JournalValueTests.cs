using Serilog.Events;
using Serilog.Sinks.Journald;

namespace Serilog.Tests.Sinks.Journald;

public sealed class JournalValueTests
{
    public static TheoryData<object?, string?> Scalars => new()
    {
        { null, null },
        { "as it \"is\"", "as it \"is\"" },
        { "", "" },
        { true, "true" },
        { -12, "-12" },
        { 1234567.5, "1234567.5" },
        { 0.1m, "0.1" },
        { 'c', "c" },
        { DayOfWeek.Friday, "Friday" },
        { new TimeSpan(1, 2, 3, 4, 500), "1.02:03:04.5000000" },
        { new DateTimeOffset(2026, 5, 4, 3, 2, 1, TimeSpan.FromHours(2)), "2026-05-04T01:02:01.0000000Z" },
        { new DateTime(2026, 5, 4, 3, 2, 1, DateTimeKind.Utc), "2026-05-04T03:02:01.0000000Z" },
        { new DateOnly(2026, 5, 4), "2026-05-04" },
        { new TimeOnly(3, 2, 1), "03:02:01.0000000" },
        { Guid.Empty, "00000000-0000-0000-0000-000000000000" },
        { new Uri("https://example.org/a"), "https://example.org/a" },
    };

    [Theory]
    [MemberData(nameof(Scalars), DisableDiscoveryEnumeration = true)]
    public void ToText_Scalar_IsInvariantAndBare(object? scalar, string? expected) =>
        JournalValue.ToText(new ScalarValue(scalar)).ShouldBe(expected);

    [Fact]
    public void ToText_Sequence_IsRenderedBySerilog() =>
        JournalValue.ToText(new SequenceValue([new ScalarValue(1), new ScalarValue("a")])).ShouldBe("[1, \"a\"]");

    [Fact]
    public void ToText_Structure_IsRenderedBySerilog() =>
        JournalValue.ToText(new StructureValue([new LogEventProperty("Port", new ScalarValue(80))])).ShouldBe("{ Port: 80 }");
}
