using Paygress.Provider.Linux.Files;
using Paygress.Provider.TestSupport.Files;

namespace Paygress.Provider.IntegrationTests.Files;

public sealed class InstanceIdentityTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_Twice_IsTheSame()
    {
        InstanceIdentity.ExistsIn(_folder.Path).ShouldBeFalse();
        var first = Open();
        var second = Open();

        first.Id.ShouldMatch("^[0-9a-f]{32}$");
        second.Id.ShouldBe(first.Id);
        second.Secret.ToArray().ShouldBe(first.Secret.ToArray());
        InstanceIdentity.ExistsIn(_folder.Path).ShouldBeTrue();
    }

    [Fact]
    public void Open_New_KeepsTheSecretFromOthers()
    {
        Open();

        File.GetUnixFileMode(_folder.File("instance-secret")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.GetFiles(_folder.Path).Length.ShouldBe(2);
    }

    [Fact]
    public void Open_OtherInstance_HasAnotherSecret()
    {
        using var other = new TempFolder();

        InstanceIdentity.Open(other.Path).ShouldBeOfType<InstanceIdentityResult.Opened>().Identity.Secret.ToArray().ShouldNotBe(Open().Secret.ToArray());
    }

    [Theory]
    [InlineData("instance-id", "")]
    [InlineData("instance-id", "0123")]
    [InlineData("instance-secret", "short")]
    public void Open_DamagedFile_IsUnusableAndNotReplaced(string name, string content)
    {
        Open();
        File.WriteAllText(_folder.File(name), content);

        InstanceIdentity.Open(_folder.Path).ShouldBeOfType<InstanceIdentityResult.Unusable>().Reason.ShouldContain(name);

        File.ReadAllText(_folder.File(name)).ShouldBe(content);
    }

    [Fact]
    public void Open_NoSuchDirectory_IsUnusable() =>
        InstanceIdentity.Open(_folder.File("missing")).ShouldBeOfType<InstanceIdentityResult.Unusable>();

    private InstanceIdentity Open() => InstanceIdentity.Open(_folder.Path).ShouldBeOfType<InstanceIdentityResult.Opened>().Identity;
}
