using Serilog.Sinks.Journald;

namespace Serilog.Tests.Sinks.Journald;

public sealed class JournalFieldsTests
{
    [Theory]
    [InlineData("acme")]
    [InlineData("_ACME")]
    [InlineData("ACME_")]
    [InlineData("1ACME")]
    [InlineData("AC-ME")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFG")]
    public void Constructor_PrefixThatBeginsNoField_Throws(string prefix) =>
        Should.Throw<ArgumentException>(() => new JournalFields(prefix));

    [Fact]
    public void Constructor_NoPrefix_LeavesTheNamesBare() => new JournalFields("").Event.ShouldBe("EVENT");

    [Fact]
    public void IsReserved_JournalsAndOwnNames_AreReserved()
    {
        var fields = new JournalFields("ACME");

        fields.IsReserved("MESSAGE").ShouldBeTrue();
        fields.IsReserved("ACME_EXCEPTION").ShouldBeTrue();
        fields.IsReserved("EXCEPTION").ShouldBeFalse();
    }
}
