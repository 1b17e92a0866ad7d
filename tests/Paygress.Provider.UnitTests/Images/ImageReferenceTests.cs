using CsCheck;
using Paygress.Provider.Core.Images;

namespace Paygress.Provider.UnitTests.Images;

public sealed class ImageReferenceTests
{
    private const string Digest = "@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("nginx")]
    [InlineData("nginx:1.27")]
    [InlineData("library/nginx:latest")]
    [InlineData("registry:5000/path:tag")]
    [InlineData("localhost:5000/a/b/c")]
    [InlineData("ghcr.io/some-org/some__name.x:V1.0-rc_1")]
    [InlineData("nginx" + Digest)]
    [InlineData("nginx:1.27" + Digest)]
    [InlineData("EXAMPLE.com/nginx")]
    public void IsValid_ProperReference_IsTaken(string text) => ImageReference.IsValid(text).ShouldBeTrue();

    [Theory]
    [InlineData("nginx", "nginx:latest")]
    [InlineData("nginx:1.27", "nginx:1.27")]
    [InlineData("library/nginx", "nginx:latest")]
    [InlineData("docker.io/library/nginx:1", "nginx:1")]
    [InlineData("index.docker.io/library/nginx:1", "nginx:1")]
    [InlineData("docker.io/some/app:1", "some/app:1")]
    [InlineData("library/some/app:1", "library/some/app:1")]
    [InlineData("registry:5000/app", "registry:5000/app:latest")]
    [InlineData("registry:5000/library/app:2", "registry:5000/library/app:2")]
    [InlineData("nginx" + Digest, null)]
    [InlineData("nginx:1.27" + Digest, null)]
    public void TagOf_Reference_IsTheNameThatDockerGives(string reference, string? tag) => ImageReference.TagOf(reference).ShouldBe(tag);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("--help")]
    [InlineData("-v")]
    [InlineData("a;b")]
    [InlineData("$(x)")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("Nginx")]
    [InlineData("library/Nginx")]
    [InlineData("nginx:")]
    [InlineData("nginx:-x")]
    [InlineData("nginx@sha256:12")]
    [InlineData("nginx@md5:0123456789abcdef0123456789abcdef")]
    [InlineData("/nginx")]
    [InlineData("nginx/")]
    [InlineData("a//b")]
    [InlineData("../b")]
    [InlineData("host:port/x")]
    [InlineData("http://host/x")]
    [InlineData("n\u00fcx")]
    public void IsValid_AnythingElse_IsRefused(string? text) => ImageReference.IsValid(text).ShouldBeFalse();

    [Fact]
    public void IsValid_Length_IsBounded()
    {
        ImageReference.IsValid(new string('a', ImageReference.MaxLength)).ShouldBeTrue();
        ImageReference.IsValid(new string('a', ImageReference.MaxLength + 1)).ShouldBeFalse();
    }

    [Fact]
    public void IsValid_AnyText_NeverBeginsLikeAnOption() =>
        Gen.Char["ab-._/:@A1 ;$("].Array[0, 20].Sample(chars =>
        {
            var text = new string(chars);
            return !ImageReference.IsValid(text) || (char.IsAsciiLetterOrDigit(text[0]) && !text.AsSpan().ContainsAny(" ;$("));
        });
}
