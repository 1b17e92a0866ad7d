using System.Text.Json;
using Paygress.Provider.Linux.Docker;

namespace Paygress.Provider.UnitTests.Docker;

public sealed class EngineAnswersTests
{
    [Fact]
    public void Container_EnvWithSecrets_GivesTheNamesAlone()
    {
        var answer = Read("""{"Id":"c","Config":{"Env":["A=secret","B","C=sec=ret","D\u0026E=secret"],"Labels":{"k":"v"}}}""");

        var line = EngineAnswers.Container(answer, isWhole: false);

        line.ShouldNotContain("sec");
        DockerJson.TryRead(line, DockerJsonContext.Default.DockerContainer)!.EnvNames.ShouldBe(["A", "B", "C", "D&E"]);
    }

    [Fact]
    public void Container_NothingIsTold_IsNullAndNoFault()
    {
        EngineAnswers.Container(Read("{}"), isWhole: true).ShouldBe(
            """{"Id":null,"Name":null,"Created":null,"State":null,"Labels":null,"Networks":null,"Runtime":null,"EnvNames":[],"Image":null,"NanoCpus":null,"Memory":null,"PortBindings":null,"ReadonlyRootfs":null}""");
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
    public void ImageVolumes_ImageWithoutConfiguration_IsNull() => EngineAnswers.ImageVolumes(Read("""{"Config":null}""")).ShouldBe("""{"Volumes":null}""");

    private static JsonElement Read(string json) => JsonDocument.Parse(json).RootElement;
}
