using CsCheck;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Leases;

public sealed class IdentifierTests
{
    [Theory]
    [InlineData("a", true)]
    [InlineData("0-a.B_c", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("-a", false)]
    [InlineData(".", false)]
    [InlineData("..", false)]
    [InlineData("_a", false)]
    [InlineData("a/b", false)]
    [InlineData("a b", false)]
    [InlineData("a\n", false)]
    [InlineData("\u00e4", false)]
    public void RequestIdTryParse_Text_TakesOnlyWhatMayNameAFile(string? text, bool expected) =>
        RequestId.TryParse(text, out _).ShouldBe(expected);

    [Fact]
    public void RequestIdTryParse_Length_IsBounded()
    {
        RequestId.TryParse(new string('a', RequestId.MaxLength), out _).ShouldBeTrue();
        RequestId.TryParse(new string('a', RequestId.MaxLength + 1), out _).ShouldBeFalse();
        RequestId.TryParse(RequestId.New(Some.Now).Value, out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData("local", true)]
    [InlineData("npub1:x@y/z=", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("a b", false)]
    [InlineData("a\t", false)]
    [InlineData("\u007f", false)]
    [InlineData("\u00e4", false)]
    public void OwnerIdTryParse_Text_TakesPrintableAscii(string? text, bool expected) =>
        OwnerId.TryParse(text, out _).ShouldBe(expected);

    [Fact]
    public void OwnerIdTryParse_Length_IsBounded()
    {
        OwnerId.TryParse(new string('a', OwnerId.MaxLength), out _).ShouldBeTrue();
        OwnerId.TryParse(new string('a', OwnerId.MaxLength + 1), out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("1000", true)]
    [InlineData("1", true)]
    [InlineData("0", false)]
    [InlineData("", false)]
    [InlineData("01000", false)]
    [InlineData("-1", false)]
    [InlineData("+1", false)]
    [InlineData(" 1", false)]
    [InlineData("2147483648", false)]
    [InlineData("1000-data", false)]
    [InlineData("1000\0", false)]
    public void VmidTryParse_Text_TakesPlainPositiveNumbers(string text, bool expected) =>
        Vmid.TryParse(text, out _).ShouldBe(expected);

    [Fact]
    public void VmidTryParse_AnyNumber_RoundTrips() =>
        Gen.Int[1, int.MaxValue].Sample(n => Vmid.TryParse(new Vmid(n).ToString(), out var read) && read.Value == n);

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef", true)]
    [InlineData("0123456789ABCDEF0123456789ABCDEF", true)]
    [InlineData("01234567-89ab-cdef-0123-456789abcdef", false)]
    [InlineData("{0123456789abcdef0123456789abcdef}", false)]
    [InlineData(" 0123456789abcdef0123456789abcdef", false)]
    [InlineData("0123456789abcdef0123456789abcdef\n", false)]
    [InlineData("0123456789abcdef0123456789abcde", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void LeaseIdTryParse_Text_TakesThirtyTwoHexDigits(string? text, bool expected) =>
        LeaseId.TryParse(text, out _).ShouldBe(expected);

    [Fact]
    public void LeaseIdNew_Later_SortsLater()
    {
        var ids = Enumerable.Range(0, 50).Select(i => LeaseId.New(Some.Now.AddMilliseconds(i)).ToString()).ToArray();

        ids.ShouldBe(ids.Order(StringComparer.Ordinal));
        ids.All(id => LeaseId.TryParse(id, out var _)).ShouldBeTrue();
    }
}
