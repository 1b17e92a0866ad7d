using Paygress.Provider.Core.Spawning;

namespace Paygress.Provider.UnitTests.Spawning;

public sealed class DataPathRuleTests
{
    [Theory]
    [InlineData("/data", true)]
    [InlineData("/var/lib/x-1_2+a@b.d", true)]
    [InlineData("/process", true)]
    [InlineData("/...", true)]
    [InlineData("", false)]
    [InlineData("/", false)]
    [InlineData("data", false)]
    [InlineData("./data", false)]
    [InlineData("//data", false)]
    [InlineData("/data/", false)]
    [InlineData("/data//x", false)]
    [InlineData("/data/../etc", false)]
    [InlineData("/data/.", false)]
    [InlineData("/data,readonly", false)]
    [InlineData("/da\"ta", false)]
    [InlineData("/da ta", false)]
    [InlineData("/da:ta", false)]
    [InlineData("/da\nta", false)]
    [InlineData("/proc", false)]
    [InlineData("/proc/1", false)]
    [InlineData("/sys/fs", false)]
    [InlineData("/dev", false)]
    public void IsValid_Path_MustBeAbsoluteAndPlain(string path, bool expected) => DataPathRule.IsValid(path).ShouldBe(expected);

    [Fact]
    public void IsValid_Length_IsBounded()
    {
        DataPathRule.IsValid("/" + new string('a', 254)).ShouldBeTrue();
        DataPathRule.IsValid("/" + new string('a', 255)).ShouldBeFalse();
    }
}
