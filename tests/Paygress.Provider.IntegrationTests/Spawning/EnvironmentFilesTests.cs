using System.Collections.Immutable;
using Paygress.Provider.Linux.Spawning;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Files;

namespace Paygress.Provider.IntegrationTests.Spawning;

public sealed class EnvironmentFilesTests : IDisposable
{
    private static readonly ImmutableSortedDictionary<string, string> Env =
        ImmutableSortedDictionary<string, string>.Empty.Add("NAME", "value = with=signs").Add("EMPTY", "").Add("UMLAUT", "ü");

    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WriteAsync_Env_IsReadableByTheOwnerOnly()
    {
        var files = new EnvironmentFiles(_folder.Path);
        var id = Some.RequestId("a.tmp");

        await files.WriteAsync(id, Env, Token);

        files.Find(id).ShouldBe(_folder.File("requests/a.tmp.env"));
        (await File.ReadAllTextAsync(_folder.File("requests/a.tmp.env"), Token)).ShouldBe("EMPTY=\nNAME=value = with=signs\nUMLAUT=ü\n");
        File.GetUnixFileMode(_folder.File("requests/a.tmp.env")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(_folder.File("requests")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task WriteAsync_EmptyEnv_WritesNothing()
    {
        var files = new EnvironmentFiles(_folder.Path);
        var id = Some.RequestId();

        await files.WriteAsync(id, ImmutableSortedDictionary<string, string>.Empty, Token);

        files.Find(id).ShouldBeNull();
        files.List().ShouldBeEmpty();
    }

    // Of a request of that id that was never accepted: they may be another owner's.
    [Fact]
    public async Task WriteAsync_EmptyEnvOverValues_LeavesNone()
    {
        var files = new EnvironmentFiles(_folder.Path);
        var id = Some.RequestId();
        await files.WriteAsync(id, Env, Token);

        await files.WriteAsync(id, ImmutableSortedDictionary<string, string>.Empty, Token);

        files.Find(id).ShouldBeNull();
    }

    [Fact]
    public async Task WriteAsync_LineEndInAValue_IsRefused()
    {
        var files = new EnvironmentFiles(_folder.Path);

        await Should.ThrowAsync<ArgumentException>(() => files.WriteAsync(Some.RequestId(), Env.SetItem("NAME", "a\nLD_PRELOAD=x"), Token));
    }

    [Fact]
    public async Task Delete_WrittenOrNot_LeavesNone()
    {
        var files = new EnvironmentFiles(_folder.Path);
        var id = Some.RequestId();
        await files.WriteAsync(id, Env, Token);

        files.Delete(id);
        files.Delete(id);

        files.Find(id).ShouldBeNull();
    }

    [Fact]
    public async Task Constructor_LeftoversOfACrash_AreRemovedAndFilesKept()
    {
        var id = Some.RequestId();
        await new EnvironmentFiles(_folder.Path).WriteAsync(id, Env, Token);
        await File.WriteAllTextAsync(_folder.File("requests/half.env.0123abcd.tmp"), "SECRET=", Token);

        var files = new EnvironmentFiles(_folder.Path);

        Directory.GetFiles(_folder.File("requests")).Length.ShouldBe(1);
        files.List().ShouldHaveSingleItem().Id.ShouldBe(id);
    }
}
