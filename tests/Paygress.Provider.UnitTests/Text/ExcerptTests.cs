using Paygress.Provider.Core.Text;

namespace Paygress.Provider.UnitTests.Text;

public sealed class ExcerptTests
{
    [Fact]
    public void Of_ShortLine_IsTheLine()
    {
        var line = new string('a', Excerpt.MaxLength);

        Excerpt.Of(line).ShouldBe(line);
    }

    [Fact]
    public void Of_LongLine_HasWhatWasDoneAndWhyItFailed()
    {
        var line = "error while mounting volume " + new string('/', 400) + ": no such device";

        var excerpt = Excerpt.Of(line);

        excerpt.ShouldStartWith("error while mounting volume ");
        excerpt.ShouldContain(" … ");
        excerpt.ShouldEndWith(": no such device");
        excerpt.Length.ShouldBe(Excerpt.MaxLength);
    }
}
