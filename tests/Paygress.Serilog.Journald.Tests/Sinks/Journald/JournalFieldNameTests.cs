using CsCheck;
using Serilog.Sinks.Journald;

namespace Serilog.Tests.Sinks.Journald;

public sealed class JournalFieldNameTests
{
    [Theory]
    [InlineData("LeaseId", "LEASE_ID")]
    [InlineData("leaseId", "LEASE_ID")]
    [InlineData("Vmid", "VMID")]
    [InlineData("CPUCount", "CPU_COUNT")]
    [InlineData("HTTPCode", "HTTP_CODE")]
    [InlineData("PeerUID", "PEER_UID")]
    [InlineData("PeerUIDs", "PEER_UIDS")]
    [InlineData("GPUsFree", "GPUS_FREE")]
    [InlineData("Sha256Sum", "SHA256_SUM")]
    [InlineData("ExitCode2", "EXIT_CODE2")]
    [InlineData("X", "X")]
    [InlineData("already_UPPER_SNAKE", "ALREADY_UPPER_SNAKE")]
    [InlineData("http.request-id", "HTTP_REQUEST_ID")]
    [InlineData("__MACHINE_ID", "MACHINE_ID")]
    [InlineData("A__B", "A_B")]
    [InlineData("Größe", "GR_E")]
    public void TryCreate_PropertyName_GivesUpperSnakeCase(string propertyName, string expected) =>
        JournalFieldName.TryCreate("", propertyName).ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("_")]
    [InlineData("λ")]
    [InlineData("0")]
    [InlineData("2ndTry")]
    public void TryCreate_NothingToBeginWith_GivesNothing(string propertyName) =>
        JournalFieldName.TryCreate("", propertyName).ShouldBeNull();

    [Theory]
    [InlineData("LeaseId", "PAYGRESS_LEASE_ID")]
    [InlineData("0", "PAYGRESS_0")]
    [InlineData("_x", "PAYGRESS_X")]
    [InlineData("λ", null)]
    public void TryCreate_WithPrefix_PutsItInFront(string propertyName, string? expected) =>
        JournalFieldName.TryCreate("PAYGRESS", propertyName).ShouldBe(expected);

    [Fact]
    public void TryCreate_LongName_IsCutWithoutUnderscoreAtTheEnd()
    {
        var name = new string('a', 63) + "Bcd";

        JournalFieldName.TryCreate("", name).ShouldBe(new string('A', 63));
    }

    [Fact]
    public void TryCreate_AnyName_IsValidOrNothing() =>
        Gen.Select(Gen.OneOf("", "PAYGRESS"), Gen.OneOf(Gen.String, Gen.Char["aB9_.s"].Array[0, 100].Select(chars => new string(chars))))
            .Sample((prefix, name) => JournalFieldName.TryCreate(prefix, name) is not { } field
                || (JournalFieldName.IsValid(field) && field.StartsWith(prefix, StringComparison.Ordinal)));

    [Fact]
    public void WithNumber_AnyName_StaysValid() =>
        Gen.Select(Gen.Char["AB9_"].Array[1, 64].Select(chars => new string(chars)).Where(JournalFieldName.IsValid), Gen.Int[2, 100_000])
            .Sample((name, number) => JournalFieldName.IsValid(JournalFieldName.WithNumber(name, number)));

    [Theory]
    [InlineData("MESSAGE", true)]
    [InlineData("A1_", true)]
    [InlineData("", false)]
    [InlineData("_PID", false)]
    [InlineData("1A", false)]
    [InlineData("a", false)]
    [InlineData("A=B", false)]
    public void IsValid_Name_FollowsJournaldsRules(string name, bool expected) =>
        JournalFieldName.IsValid(name).ShouldBe(expected);

    [Fact]
    public void IsValid_Length_EndsAt64()
    {
        JournalFieldName.IsValid(new string('A', 64)).ShouldBeTrue();
        JournalFieldName.IsValid(new string('A', 65)).ShouldBeFalse();
    }
}
