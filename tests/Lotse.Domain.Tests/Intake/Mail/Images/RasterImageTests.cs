using System.Text;
using Lotse.Domain.Intake.Mail.Images;
using Xunit;

namespace Lotse.Domain.Tests.Intake.Mail.Images;

public sealed class RasterImageTests
{
    /// <summary>One character, one byte.</summary>
    [Theory]
    [InlineData("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR", "image/png")]
    [InlineData("\u00ff\u00d8\u00ff\u00e0\0\u0010JFIF", "image/jpeg")]
    [InlineData("GIF87a..", "image/gif")]
    [InlineData("GIF89a..", "image/gif")]
    [InlineData("RIFF\u0010\0\0\0WEBPVP8 ", "image/webp")]
    [InlineData("\0\0\0\u0020ftypavif\0\0\0\0", "image/avif")]
    [InlineData("\0\0\0\u0020ftypmif1\0\0\0\0miafavif", "image/avif")]
    [InlineData("BM\u0046\0\0\0\0\0\0\0\u0036\0\0\0\u0028\0\0\0\u0002", "image/bmp")]
    public void Knows_a_picture_by_its_beginning(string bytes, string type) => Assert.Equal(type, RasterImage.TypeOf(Encoding.Latin1.GetBytes(bytes)));

    [Theory]
    [InlineData("")]
    [InlineData("\u0089PNG")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\">")]
    [InlineData("<?xml version=\"1.0\"?><svg>")]
    [InlineData("<!doctype html><img src=x>")]
    [InlineData("RIFF\u0010\0\0\0WAVEfmt ")]
    [InlineData("\0\0\0\u0020ftypisom\0\0\0\0isommp42")]
    [InlineData("\0\0\0\u0020ftypisomavif")]
    [InlineData("BMW-Rechnung anbei: <script>")]
    [InlineData("%PDF-1.7")]
    [InlineData("\u001f\u008b\b\0")]
    public void Takes_nothing_else_for_a_picture(string bytes) => Assert.Null(RasterImage.TypeOf(Encoding.Latin1.GetBytes(bytes)));
}
