using Paygress.Provider.Linux.Node;

namespace Paygress.Provider.IntegrationTests.Node;

public sealed class FileSystemSpaceTests
{
    [Fact]
    public void Of_RootDirectory_AddsUp()
    {
        var space = FileSystemSpace.Of("/").ShouldNotBeNull();

        space.TotalBytes.ShouldBeGreaterThan(0);
        (space.FreeBytes + space.UsedBytes).ShouldBeLessThanOrEqualTo(space.TotalBytes);
    }

    [Theory]
    [InlineData("/nonexistent/directory")]
    [InlineData("")]
    [InlineData("\0")]
    public void Of_NoDirectory_IsNull(string directory)
    {
        FileSystemSpace.Of(directory).ShouldBeNull();
    }
}
