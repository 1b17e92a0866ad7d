using Paygress.Provider.Api;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.UnitTests.Api;

public sealed class QueryFlagTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("false", false)]
    [InlineData("true", true)]
    [InlineData("True", true)]
    public void Read_Flag_IsOnOrOff(string? text, bool expected)
    {
        QueryFlag.Read("all", text, out var fault).ShouldBe(expected);
        fault.ShouldBeNull();
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("1")]
    [InlineData("true,true")]
    public void Read_Nonsense_IsAFaultWithACode(string text)
    {
        QueryFlag.Read("all", text, out var fault).ShouldBeFalse();
        (fault!.Code, fault.Where).ShouldBe((ErrorCodes.InvalidRequest, "all"));
    }
}
