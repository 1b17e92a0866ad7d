using System.Text.Json;
using Paygress.Provider.Linux.Docker;

namespace Paygress.Provider.UnitTests.Docker;

public sealed class EngineAnswersTests
{
    [Fact]
    public void Container_EnvWithSecrets_GivesTheNamesAlone()
    {
        var answer = Read("""{"Id":"c","State":{"Status":"running","Pid":1,"ExitCode":0,"OOMKilled":false},"HostConfig":{"NanoCpus":0,"Memory":0,"ReadonlyRootfs":false},"Config":{"Env":["A=secret","B","C=sec=ret","D\u0026E=secret"],"Labels":{"k":"v"}}}""");

        var line = EngineAnswers.Container(answer, isWhole: true);

        line.ShouldNotContain("ret");
        DockerJson.TryRead(line, DockerJsonContext.Default.DockerContainer)!.EnvNames.ShouldBe(["A", "B", "C", "D&E"]);
    }

    [Fact]
    public void Container_NothingIsTold_IsNullAndNoFault()
    {
        EngineAnswers.Container(Read("{}"), isWhole: true).ShouldBe(
            """{"Id":null,"Name":null,"Created":null,"State":{"Status":null,"Pid":null,"ExitCode":null,"OOMKilled":null,"StartedAt":null,"FinishedAt":null},"Labels":null,"Networks":null,"Runtime":null,"Image":null,"NanoCpus":null,"Memory":null,"PortBindings":null,"ReadonlyRootfs":null,"EnvNames":[]}""");
    }

    // An image and its health checks may say as much as they like: with a hundred containers that is no answer any more.
    [Fact]
    public void Container_WhatAnImageSays_IsLeftOut()
    {
        var answer = Read("""{"Id":"c","State":{"Status":"running","Pid":1,"ExitCode":0,"OOMKilled":false,"Health":{"Log":["much"]}},"Config":{"Env":["much=1"],"Labels":{"much":"much","io.paygress.much":"much","io.paygress.host":"h"}}}""");

        var line = EngineAnswers.Container(answer, isWhole: false);

        line.ShouldNotContain("much");
        DockerJson.TryRead(line, DockerJsonContext.Default.DockerContainer)!.Labels!["io.paygress.host"].ShouldBe("h");
    }

    [Theory]
    [InlineData(InspectFormats.MostImageConfig, false)]
    [InlineData(InspectFormats.MostImageConfig + 1, true)]
    public void ImageVolumes_Configuration_IsHugeBeyondItsBound(int bytes, bool isHuge)
    {
        var empty = """{"Labels":{"l":""}}""";
        var image = Read("""{"Config":{"Labels":{"l":"@"}}}""".Replace("@", new string('x', bytes - empty.Length), StringComparison.Ordinal));

        DockerJson.TryRead(EngineAnswers.ImageVolumes(image), DockerJsonContext.Default.DockerImageVolumes)!.IsHuge.ShouldBe(isHuge);
    }

    // Links of the old kind give a container more names than one.
    [Fact]
    public void ContainerNames_Several_AreOneWord() =>
        EngineAnswers.ContainerNames(Read("""[{"Names":["/paygress-1000","/other/alias"]},{"Names":["/b"]}]""")).ShouldBe(["\"paygress-1000,other/alias\"", "\"b\""]);

    [Theory]
    [InlineData("""{"Volumes":null}""")]
    [InlineData("""{"Volumes":[]}""")]
    public void VolumeNames_None_IsEmpty(string answer) => EngineAnswers.VolumeNames(Read(answer)).ShouldBeEmpty();

    // "Not told" is not "none".
    [Theory]
    [InlineData("{}")]
    [InlineData("""{"Volumes":{}}""")]
    [InlineData("""{"Volumes":[{}]}""")]
    public void VolumeNames_NotTold_IsAFault(string answer) => Should.Throw<Exception>(() => EngineAnswers.VolumeNames(Read(answer)).ToList());

    [Fact]
    public void ImageVolumes_ImageWithoutConfiguration_IsNull() => EngineAnswers.ImageVolumes(Read("""{"Config":null}""")).ShouldBe("""{"Volumes":null,"IsHuge":false}""");

    private static JsonElement Read(string json) => JsonDocument.Parse(json).RootElement;
}
