using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Lotse.Adapters.Database.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Articles : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "article_feedback",
                columns: table => new
                {
                    article_id = table.Column<long>(type: "INTEGER", nullable: false),
                    language = table.Column<string>(type: "TEXT", nullable: false),
                    yes = table.Column<long>(type: "INTEGER", nullable: false),
                    no = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_article_feedback", x => new { x.article_id, x.language });
                });

            migrationBuilder.CreateTable(
                name: "article_remarks",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    article_id = table.Column<long>(type: "INTEGER", nullable: false),
                    language = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    words = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_article_remarks", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "article_texts",
                columns: table => new
                {
                    article_id = table.Column<long>(type: "INTEGER", nullable: false),
                    language = table.Column<string>(type: "TEXT", nullable: false),
                    community_id = table.Column<long>(type: "INTEGER", nullable: false),
                    published = table.Column<bool>(type: "INTEGER", nullable: false),
                    slug = table.Column<string>(type: "TEXT", nullable: false),
                    title = table.Column<string>(type: "TEXT", nullable: false),
                    section = table.Column<string>(type: "TEXT", nullable: false),
                    lead = table.Column<string>(type: "TEXT", nullable: false),
                    html = table.Column<string>(type: "TEXT", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_article_texts", x => new { x.article_id, x.language });
                });

            migrationBuilder.CreateTable(
                name: "article_words",
                columns: table => new
                {
                    article_id = table.Column<long>(type: "INTEGER", nullable: false),
                    language = table.Column<string>(type: "TEXT", nullable: false),
                    word = table.Column<string>(type: "TEXT", nullable: false),
                    community_id = table.Column<long>(type: "INTEGER", nullable: false),
                    weight = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_article_words", x => new { x.article_id, x.language, x.word });
                });

            migrationBuilder.CreateTable(
                name: "articles",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    community_id = table.Column<long>(type: "INTEGER", nullable: false),
                    text_block_id = table.Column<long>(type: "INTEGER", nullable: true),
                    procedure_id = table.Column<long>(type: "INTEGER", nullable: true),
                    source_version = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_by_id = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_articles", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "former_slugs",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "INTEGER", nullable: false),
                    language = table.Column<string>(type: "TEXT", nullable: false),
                    slug = table.Column<string>(type: "TEXT", nullable: false),
                    article_id = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_former_slugs", x => new { x.community_id, x.language, x.slug });
                });

            migrationBuilder.CreateTable(
                name: "help_sites",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "INTEGER", nullable: false),
                    key = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_help_sites", x => x.community_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_article_remarks_article_id_id",
                table: "article_remarks",
                columns: new[] { "article_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_article_texts_community_id_language_slug",
                table: "article_texts",
                columns: new[] { "community_id", "language", "slug" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_article_texts_community_id_published_language_section_title_article_id",
                table: "article_texts",
                columns: new[] { "community_id", "published", "language", "section", "title", "article_id" });

            migrationBuilder.CreateIndex(
                name: "ix_article_words_community_id_language_word_weight_article_id",
                table: "article_words",
                columns: new[] { "community_id", "language", "word", "weight", "article_id" });

            migrationBuilder.CreateIndex(
                name: "ix_articles_community_id_id",
                table: "articles",
                columns: new[] { "community_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_articles_procedure_id_community_id",
                table: "articles",
                columns: new[] { "procedure_id", "community_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_articles_text_block_id_community_id",
                table: "articles",
                columns: new[] { "text_block_id", "community_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_former_slugs_article_id",
                table: "former_slugs",
                column: "article_id");

            migrationBuilder.CreateIndex(
                name: "ix_help_sites_key",
                table: "help_sites",
                column: "key",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "article_feedback");

            migrationBuilder.DropTable(
                name: "article_remarks");

            migrationBuilder.DropTable(
                name: "article_texts");

            migrationBuilder.DropTable(
                name: "article_words");

            migrationBuilder.DropTable(
                name: "articles");

            migrationBuilder.DropTable(
                name: "former_slugs");

            migrationBuilder.DropTable(
                name: "help_sites");
        }
    }
}
