using System.Text.Json;
using Paygress.Provider.Api;

namespace Paygress.Provider.UnitTests.Api;

public sealed class ApiJsonContextTests
{
    [Theory]
    [InlineData("""{"template":"a","template":"b"}""")]
    [InlineData("""{"template":"a","Template":"b"}""")]
    [InlineData("""{"env":{"A":"1","A":"2"}}""")]
    [InlineData("""{"ports":[{"container_port":80,"container_port":81}]}""")]
    [InlineData("""{"ports":[{"container_port":80,"port":81}]}""")]
    [InlineData("""{"unknown":1}""")]
    [InlineData("""{"template":"a"} {}""")]
    [InlineData("""{"template":"a",}""")]
    [InlineData("""{/* */"template":"a"}""")]
    [InlineData("""{"duration_seconds":"60"}""")]
    public void Deserialize_WhatIsNotExactlyASpawn_IsRefused(string json) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize(json, ApiJsonContext.Default.SpawnMessage));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"draining":null}""")]
    [InlineData("""{"draining":"true"}""")]
    [InlineData("""{"draining":true,"wait":true}""")]
    public void Deserialize_WhatIsNotExactlyADrain_IsRefused(string json) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize(json, ApiJsonContext.Default.DrainMessage));

    [Fact]
    public void Default_Depth_IsBounded() => ApiJsonContext.Default.Options.MaxDepth.ShouldBe(16);
}
