using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Linux.Docker;
using Paygress.Provider.TestSupport.Commands;

namespace Paygress.Provider.UnitTests.Docker;

public sealed class ImageVolumesTests
{
    private const string ImageId = "sha256:9f23e402e7de05c7ec858fe53a76998f281d9e4822242d24be4a6f32c6c7f0fe";

    private readonly FakeCommandRunner _runner = new();
    private readonly ImageVolumes _volumes;

    public ImageVolumesTests() => _volumes = new ImageVolumes(new DockerClient(_runner, new DockerOptions()), new DockerOptions());

    // Docker refuses two mounts at one place, and the data path is written without a slash at its end.
    [Theory]
    [InlineData("""{"Volumes":{"/var/b/":{},"/data/":{},"/data":{}}}""", "/data /var/b")]
    [InlineData("""{"Volumes":{"/srv/../cache//a/./b":{},"/../c":{}}}""", "/c /cache/a/b")]
    [InlineData("""{"Volumes":null}""", "")]
    public async Task FindAsync_WhatTheImageWants_ArePlainPaths(string json, string expected)
    {
        _runner.When("docker", "image", "inspect").Exits(stdout: json);

        string.Join(' ', (await FindAsync()).ShouldBeOfType<HostResult<ImmutableArray<string>>.Done>().Value).ShouldBe(expected);
    }

    // Docker makes a volume for each of them, and takes no mount of ours in its place.
    [Theory]
    [InlineData("data")]
    [InlineData("./data")]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/a/..")]
    [InlineData("/a\\u0000b")]
    public async Task FindAsync_VolumeThatNoMountCanStandInFor_RefusesTheImage(string path)
    {
        _runner.When("docker", "image", "inspect").Exits(stdout: $$$$"""{"Volumes":{"/cache":{},"{{{{path}}}}":{}}}""");

        (await FindAsync()).ShouldBeOfType<HostResult<ImmutableArray<string>>.Failed>().Problem.Code.ShouldBe(ErrorCodes.ImageNotAllowed);
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public async Task FindAsync_ManyVolumes_AreBounded(int count, bool isTaken)
    {
        var volumes = string.Join(',', Enumerable.Range(0, count).Select(i => $"\"/v{i}\":{{}}"));
        _runner.When("docker", "image", "inspect").Exits(stdout: "{\"Volumes\":{" + volumes + "}}");

        ((await FindAsync()) is HostResult<ImmutableArray<string>>.Done).ShouldBe(isTaken);
    }

    [Fact]
    public async Task FindAsync_HugeConfiguration_RefusesTheImage()
    {
        _runner.When("docker", "image", "inspect").Exits(stdout: """{"Volumes":null,"IsHuge":true}""");

        (await FindAsync()).ShouldBeOfType<HostResult<ImmutableArray<string>>.Failed>().Problem.Code.ShouldBe(ErrorCodes.ImageNotAllowed);
    }

    [Fact]
    public async Task FindAsync_NotUnderstood_IsUnknown()
    {
        _runner.When("docker", "image", "inspect").Exits(stdout: "not json");

        (await FindAsync()).ShouldBeOfType<HostResult<ImmutableArray<string>>.Unknown>();
    }

    private Task<HostResult<ImmutableArray<string>>> FindAsync() => _volumes.FindAsync(ImageId, TestContext.Current.CancellationToken);
}
